import pulumi_aws as aws

aws.ec2.SecurityGroup("a", ingress=[{  # want: internet-exposure
    "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}])
aws.ec2.SecurityGroup("b", ingress=[aws.ec2.SecurityGroupIngressArgs(  # want: internet-exposure
    protocol="tcp", from_port=5432, to_port=5432, cidr_blocks=["0.0.0.0/0"])])
aws.ec2.SecurityGroup("c", ingress=[{  # fine: internet-exposure
    "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}])
aws.ec2.SecurityGroup("d", ingress=[{  # fine: internet-exposure
    "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"]}])
aws.ec2.SecurityGroup("e", egress=[{  # fine: internet-exposure
    "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}])
aws.ec2.SecurityGroupRule("f", type="ingress", protocol="tcp", from_port=22, to_port=22,  # want: internet-exposure
                          cidr_blocks=["0.0.0.0/0"])
aws.ec2.SecurityGroupRule("g", type="egress", protocol="tcp", from_port=22, to_port=22,  # fine: internet-exposure
                          cidr_blocks=["0.0.0.0/0"])
