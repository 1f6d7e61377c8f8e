import json

import boto3
from aws_cdk import aws_iam as iam
from aws_cdk.aws_iam import AnyPrincipal, Effect, PolicyStatement

ACTIONS = ["*"]

iam.PolicyStatement(actions=ACTIONS, resources=["*"])                                        # want: wide-policy
iam.PolicyStatement(effect=Effect.DENY, actions=["*"], resources=["*"])                      # fine: wide-policy
iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=["*"])                          # fine: wide-policy
iam.PolicyStatement(actions=["*"], resources=["arn:aws:s3:::docs/*"])                        # fine: wide-policy
PolicyStatement(actions=["sqs:SendMessage"], resources=["arn:q"], principals=[AnyPrincipal()])   # want: wide-policy
PolicyStatement(actions=["sqs:SendMessage"], resources=["arn:q"], principals=[AnyPrincipal()],   # fine: wide-policy
                conditions={"ArnEquals": {"aws:SourceArn": "arn:t"}})
PolicyStatement(actions=["sqs:SendMessage"], resources=["arn:q"], principals=[iam.AccountPrincipal("1")])  # fine: wide-policy
iam.PolicyStatement(effect=iam.Effect.ALLOW, actions=["iam:AttachRolePolicy"], resources=["*"])            # want: wide-policy
iam.PolicyStatement(actions=["iam:PassRole", "lambda:CreateFunction"], resources=["*"])      # want: wide-policy
iam.PolicyStatement(actions=["iam:PassRole", "lambda:CreateFunction"], resources=["arn:r"])  # fine: wide-policy
iam.PolicyStatement(actions=["iam:ListRoles"], resources=["*"])                              # fine: wide-policy

iam.PolicyDocument.from_json({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})                     # want: wide-policy

boto3.client("s3").put_bucket_policy(Bucket="b", Policy=json.dumps({
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},   # want: wide-policy
                  {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"},   # fine: wide-policy
                  {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))  # fine: wide-policy


def authorizer(arn):
    return {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}              # fine: wide-policy


def key_policy(account):
    return {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "kms:*", "Resource": "*"}  # fine: wide-policy


def narrowed(organisation, bucket):
    statement = PolicyStatement(actions=["sqs:SendMessage"], resources=["*"], principals=[AnyPrincipal()])  # fine: wide-policy
    statement.add_condition("StringEquals", {"aws:PrincipalOrgID": organisation})
    other = PolicyStatement(actions=["sqs:SendMessage"], resources=["*"], principals=[AnyPrincipal()])  # want: wide-policy
    table = {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": bucket}  # fine: wide-policy
    table["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": organisation}}
    plain = {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": bucket}  # want: wide-policy
    plain["Sid"] = "Write"
    return statement, other, table, plain


def find_open(statements):
    return [s for s in statements if s == {"Effect": "Allow", "Action": "*", "Resource": "*"}]  # fine: wide-policy


def give_open(statements):
    return [s for s in statements if s] + [{"Effect": "Allow", "Action": "*", "Resource": "*"}]  # want: wide-policy


def said_later():
    everything = iam.PolicyStatement()                                                       # want: wide-policy
    everything.add_actions("*")
    everything.add_all_resources()
    starred = iam.PolicyStatement(actions=["*"])                                             # want: wide-policy
    starred.add_resources("*")
    reading = iam.PolicyStatement()                                                          # fine: wide-policy
    reading.add_actions("s3:ListAllMyBuckets")
    reading.add_all_resources()
    one = iam.PolicyStatement()                                                              # fine: wide-policy
    one.add_actions("*")
    one.add_resources("arn:aws:s3:::docs/*")
    nothing = iam.PolicyStatement()                                                          # fine: wide-policy
    nothing.add_actions()
    nothing.add_all_resources()
    return everything, starred, reading, one, nothing


def managed(role, client):
    role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess"))  # want: wide-policy
    role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess"))  # fine: wide-policy
    client.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")  # want: wide-policy
    client.detach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")  # fine: wide-policy


class Queue:
    def narrow(self, organisation):
        self.mine = PolicyStatement(actions=["sqs:SendMessage"], resources=["*"], principals=[AnyPrincipal()])  # fine: wide-policy
        self.mine.add_conditions({"StringEquals": {"aws:PrincipalOrgID": organisation}})
        self.other = PolicyStatement(actions=["sqs:SendMessage"], resources=["*"], principals=[AnyPrincipal()])  # want: wide-policy
