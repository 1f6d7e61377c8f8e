import boto3
import aws_cdk.aws_efs as efs
from aws_cdk import Size, aws_ec2 as ec2, aws_opensearchservice as search, aws_rds as rds, aws_s3 as s3, aws_sqs as sqs

PLAIN = False


def stack(scope, vpc, engine, key):
    ec2.Volume(scope, "A", availability_zone="a", size=Size.gibibytes(8), encrypted=False)   # want: unencrypted-storage
    ec2.Volume(scope, "B", availability_zone="a", size=Size.gibibytes(8), encrypted=True)    # fine: unencrypted-storage
    rds.DatabaseInstance(scope, "C", engine=engine, vpc=vpc, storage_encrypted=PLAIN)        # want: unencrypted-storage
    rds.DatabaseInstance(scope, "D", engine=engine, vpc=vpc, storage_encryption_key=key)     # fine: unencrypted-storage
    rds.DatabaseCluster(scope, "E", engine=engine)                                           # want: unencrypted-storage
    sqs.Queue(scope, "F", encryption=sqs.QueueEncryption.UNENCRYPTED)                        # want: unencrypted-storage
    sqs.Queue(scope, "G")                                                                    # fine: unencrypted-storage
    sqs.Queue(scope, "H", encryption=sqs.QueueEncryption.KMS)                                # fine: unencrypted-storage
    efs.FileSystem(scope, "I", vpc=vpc, encrypted=False)                                     # want: unencrypted-storage
    search.Domain(scope, "J", encryption_at_rest=search.EncryptionAtRestOptions(enabled=False))   # want: unencrypted-storage
    search.Domain(scope, "K", encryption_at_rest=search.EncryptionAtRestOptions(enabled=True))    # fine: unencrypted-storage


def by_hand(client, password):
    boto3.resource("ec2").create_volume(AvailabilityZone="a", Size=10, Encrypted=False)      # want: unencrypted-storage
    boto3.client("ec2").create_volume(AvailabilityZone="a", Size=10, Encrypted=True)         # fine: unencrypted-storage
    client.create_db_instance(DBInstanceIdentifier="d", StorageEncrypted=False)              # want: unencrypted-storage
    client.create_volume(name="cinder", size=3)                                              # fine: unencrypted-storage


def bucket(scope):
    return s3.Bucket(scope, "L", encryption=s3.BucketEncryption.UNENCRYPTED)                 # fine: unencrypted-storage
