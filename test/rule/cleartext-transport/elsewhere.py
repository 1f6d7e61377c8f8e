import grpc
import websocket
import xmlrpc.client
from aws_cdk import aws_cloudfront as cf, aws_elasticloadbalancingv2 as elb
from pyghmi.ipmi import command

grpc.insecure_channel("orders.example.org:50051")  # want: cleartext-transport
grpc.insecure_channel("localhost:50051")  # fine: cleartext-transport
grpc.insecure_channel("127.0.0.1:50051")  # fine: cleartext-transport
grpc.insecure_channel("orders:50051")  # fine: cleartext-transport
websocket.create_connection("ws://feed.example.org/x")  # want: cleartext-transport
websocket.create_connection("wss://feed.example.org/x")  # fine: cleartext-transport
websocket.create_connection("ws://localhost:8000/x")  # fine: cleartext-transport
xmlrpc.client.ServerProxy("http://rpc.example.org/")  # want: cleartext-transport
xmlrpc.client.ServerProxy("https://rpc.example.org/")  # fine: cleartext-transport
command.Command(bmc="10.0.0.1", userid="u")  # want: cleartext-transport


def stack(scope, origin, balancer: elb.ApplicationLoadBalancer):
    cf.BehaviorOptions(origin=origin, viewer_protocol_policy=cf.ViewerProtocolPolicy.ALLOW_ALL)  # want: cleartext-transport
    cf.BehaviorOptions(origin=origin, viewer_protocol_policy=cf.ViewerProtocolPolicy.HTTPS_ONLY)  # fine: cleartext-transport
    elb.CfnListener(scope, "l", protocol="HTTP", default_actions=[])  # want: cleartext-transport
    balancer.add_listener("p", port=80, protocol=elb.ApplicationProtocol.HTTP)  # want: cleartext-transport
    balancer.add_listener("r", port=80, protocol=elb.ApplicationProtocol.HTTP,  # fine: cleartext-transport
                          default_action=elb.ListenerAction.redirect(protocol="HTTPS"))
