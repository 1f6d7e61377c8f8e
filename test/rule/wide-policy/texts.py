import boto3

iam = boto3.client("iam")
s3 = boto3.client("s3")
functions = boto3.client("lambda")
WHOLE = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"}
  ]
}"""
READ = """{
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"},
    {"Effect": "Deny", "Action": "*", "Resource": "*"}
  ]
}"""
iam.create_policy(PolicyName="a", PolicyDocument=WHOLE)  # want: wide-policy
iam.create_policy(PolicyName="b", PolicyDocument=READ)  # fine: wide-policy
s3.put_bucket_policy(  # want: wide-policy
    Bucket="b", Policy='{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:PutObject","Resource":"x"}]}')
s3.put_bucket_policy(  # fine: wide-policy
    Bucket="b", Policy='{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"x",'
                       '"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}')
functions.add_permission(FunctionName="f", StatementId="s", Action="lambda:InvokeFunction", Principal="*")  # want: wide-policy
functions.add_permission(FunctionName="f", StatementId="s", Action="lambda:InvokeFunction",  # fine: wide-policy
                         Principal="*", PrincipalOrgID="o-1")
functions.add_permission(FunctionName="f", StatementId="s", Action="lambda:InvokeFunction",  # fine: wide-policy
                         Principal="s3.amazonaws.com")
boto3.client("sns").add_permission(TopicArn="t", Label="l", AWSAccountId=["*"], ActionName=["Publish"])  # want: wide-policy
boto3.client("sns").add_permission(TopicArn="t", Label="l", AWSAccountId=["1"], ActionName=["Publish"])  # fine: wide-policy
