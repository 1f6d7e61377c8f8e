import boto3
from aws_cdk import aws_apigateway as apigw, aws_ec2 as ec2, aws_rds as rds
from aws_cdk.aws_ec2 import Peer, Port

WORLD = "0.0.0.0/0"
RDP = 3389


def stack(scope, vpc, engine, integration, instance):
    group = ec2.SecurityGroup(scope, "G", vpc=vpc)
    group.add_ingress_rule(Peer.any_ipv4(), Port.tcp(22))                                    # want: internet-exposure
    group.add_ingress_rule(peer=Peer.ipv4(WORLD), connection=Port.tcp_range(3000, 4000))     # want: internet-exposure
    group.add_ingress_rule(Peer.ipv6("::/0"), Port.all_traffic())                            # want: internet-exposure
    group.add_ingress_rule(Peer.any_ipv4(), Port.tcp(RDP))                                   # want: internet-exposure
    group.add_ingress_rule(Peer.any_ipv4(), Port.tcp(443))                                   # fine: internet-exposure
    group.add_ingress_rule(Peer.any_ipv4(), Port.tcp_range(8000, 8010))                      # fine: internet-exposure
    group.add_ingress_rule(Peer.ipv4("10.0.0.0/8"), Port.tcp(22))                            # fine: internet-exposure
    group.add_egress_rule(Peer.any_ipv4(), Port.all_traffic())                               # fine: internet-exposure
    instance.connections.allow_from_any_ipv4(Port.tcp(5432))                                 # want: internet-exposure
    instance.connections.allow_from(Peer.any_ipv4(), Port.tcp(22))                           # want: internet-exposure
    instance.connections.allow_from(group, Port.tcp(22))                                     # fine: internet-exposure
    rds.DatabaseInstance(scope, "D", engine=engine, vpc=vpc, storage_encrypted=True, publicly_accessible=True)   # want: internet-exposure
    rds.DatabaseInstance(scope, "E", engine=engine, vpc=vpc, storage_encrypted=True, publicly_accessible=False)  # fine: internet-exposure
    api = apigw.RestApi(scope, "A")
    api.root.add_method("GET", integration, authorization_type=apigw.AuthorizationType.NONE) # want: internet-exposure
    api.root.add_method("GET", integration, authorization_type=apigw.AuthorizationType.IAM)  # fine: internet-exposure


def by_hand(port):
    client = boto3.client("ec2")
    client.authorize_security_group_ingress(                                                 # want: internet-exposure
        GroupId="g", IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")
    client.authorize_security_group_ingress(GroupId="g", IpPermissions=[                     # want: internet-exposure
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
        {"IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])
    client.authorize_security_group_ingress(GroupId="g", IpPermissions=[                     # want: internet-exposure
        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": WORLD}]}])
    client.authorize_security_group_ingress(GroupId="g", IpPermissions=[                     # fine: internet-exposure
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    client.authorize_security_group_ingress(                                                 # fine: internet-exposure
        GroupId="g", IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="192.168.0.0/16")
    client.authorize_security_group_ingress(                                                 # fine: internet-exposure
        GroupId="g", IpProtocol="tcp", FromPort=port, ToPort=port, CidrIp="0.0.0.0/0")
    nest = []
    nest.append(nest)
    client.authorize_security_group_ingress(GroupId="g", IpPermissions=nest)                 # fine: internet-exposure
    client.authorize_security_group_ingress(GroupId="g", IpPermissions=[                     # fine: internet-exposure
        {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
        {"IpProtocol": "icmpv6", "FromPort": 0, "ToPort": 65535, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])
    client.authorize_security_group_ingress(                                                 # fine: internet-exposure
        GroupId="g", IpProtocol="1", FromPort=-1, ToPort=-1, CidrIp="0.0.0.0/0")
    client.authorize_security_group_ingress(                                                 # want: internet-exposure
        GroupId="g", IpProtocol="tcp", FromPort=-1, ToPort=-1, CidrIp="0.0.0.0/0")


def by_default_port(db, vpc, engine, load_balancer, service):
    db.connections.allow_default_port_from_any_ipv4("everybody")                             # want: internet-exposure
    db.connections.allow_default_port_from(ec2.Peer.any_ipv4())                              # want: internet-exposure
    db.connections.allow_default_port_from(service)                                          # fine: internet-exposure
    orders = rds.DatabaseInstance(vpc, "O", engine=engine, vpc=vpc, storage_encrypted=True)
    orders.connections.allow_default_port_from(ec2.Peer.ipv4("0.0.0.0/0"))                   # want: internet-exposure
    load_balancer.connections.allow_default_port_from_any_ipv4("everybody")                  # fine: internet-exposure


def by_calls(group):
    group.authorize_ingress(IpPermissions=[                                                  # want: internet-exposure
        dict(IpProtocol="tcp", FromPort=22, ToPort=22, IpRanges=[dict(CidrIp="0.0.0.0/0")])])
    group.authorize_ingress(IpPermissions=[                                                  # fine: internet-exposure
        dict(IpProtocol="tcp", FromPort=22, ToPort=22, IpRanges=[dict(CidrIp="10.0.0.0/8")])])
