import logging

import paramiko
from paramiko.client import MissingHostKeyPolicy

log = logging.getLogger(__name__)
PINNED = {"SHA256:abc"}


class Tell(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # want: ssh-host-key
        log.error("unknown key of %s", hostname)


class Remember(MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # want: ssh-host-key
        client.get_host_keys().add(hostname, key.get_name(), key)


class Refuse(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # fine: ssh-host-key
        log.error("unknown key of %s", hostname)
        raise paramiko.SSHException(f"unknown host {hostname}")


class Pinned(MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # fine: ssh-host-key
        if key.fingerprint not in PINNED:
            raise paramiko.SSHException(hostname)


class TellAndRefuse(paramiko.RejectPolicy):
    def missing_host_key(self, client, hostname, key):  # fine: ssh-host-key
        log.error("unknown key of %s", hostname)
        super().missing_host_key(client, hostname, key)
