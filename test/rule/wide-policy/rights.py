from aws_cdk import aws_iam as iam
from aws_cdk.aws_iam import PolicyStatement as PS

iam.PolicyStatement(actions=["*"], resources=["arn:aws:iam::1:user/*"])  # want: wide-policy
iam.PolicyStatement(actions=["iam:GetUser"], resources=["arn:aws:iam::1:user/*"])  # fine: wide-policy
iam.PolicyStatement(actions=["iam:PassRole"], resources=["*"])  # want: wide-policy
iam.PolicyStatement(actions=["iam:PassRole"], resources=["arn:aws:iam::1:role/x"])  # fine: wide-policy


def renamed():
    PS(actions=["*"], resources=["arn:aws:iam::1:role/*"])  # want: wide-policy
    PS(actions=["iam:GetRole"], resources=["arn:aws:iam::1:role/*"])  # fine: wide-policy
