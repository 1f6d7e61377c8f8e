import asyncssh
import paramiko
from fabric import Connection
from paramiko.client import AutoAddPolicy, SSHClient
def a(host):
    c = paramiko.SSHClient()
    c.set_missing_host_key_policy(paramiko.WarningPolicy())  # want: ssh-host-key
    c.connect(host)
def b(host):
    c = SSHClient()
    c.set_missing_host_key_policy(AutoAddPolicy)  # want: ssh-host-key
    c.connect(host)
async def c(host):
    return await asyncssh.connect(host, known_hosts=None)  # want: ssh-host-key
def d(host):
    c = paramiko.SSHClient()
    c.load_system_host_keys()
    c.set_missing_host_key_policy(paramiko.RejectPolicy())  # fine: ssh-host-key
    c.connect(host)
async def e(host):
    return await asyncssh.connect(host)  # fine: ssh-host-key
def f(host):
    return Connection(host)  # fine: ssh-host-key
