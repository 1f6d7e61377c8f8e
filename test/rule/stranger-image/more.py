import boto3
from aws_cdk import aws_ec2

ec2 = boto3.client("ec2")
NAMED = [{"Name": "name", "Values": ["ubuntu-*"]}]
ec2.describe_images(Filters=NAMED)  # want: stranger-image
ec2.describe_images(Filters=[{"Name": "name", "Values": ["web-*"]}, {"Name": "state", "Values": ["available"]}])  # want: stranger-image
ec2.describe_images(Filters=NAMED, Owners=["self"])  # fine: stranger-image
ec2.describe_images(Filters=NAMED + [{"Name": "owner-alias", "Values": ["amazon"]}])  # fine: stranger-image
ec2.describe_images(ImageIds=["ami-1"])  # fine: stranger-image
ec2.describe_images(Filters=[{"Name": "state", "Values": ["available"]}])  # fine: stranger-image
aws_ec2.MachineImage.lookup(name="nat-*")  # want: stranger-image
aws_ec2.MachineImage.lookup(name="nat-*", owners=["amazon"])  # fine: stranger-image


def newest(region, name):
    client = boto3.client("ec2", region_name=region)
    found = client.describe_images(Filters=[{"Name": "name", "Values": [name]}])  # want: stranger-image
    return max(found["Images"], key=lambda i: i["CreationDate"])


def own(team):
    return ec2.describe_images(Filters=NAMED + [{"Name": "tag:Team", "Values": [team]}])  # fine: stranger-image
