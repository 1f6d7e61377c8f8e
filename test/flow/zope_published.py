# What a class publishes by its security declarations is called with what the request says.
import json
import marshal
import pickle
from base64 import b64decode

from AccessControl.SecurityInfo import ClassSecurityInfo
from OFS.SimpleItem import SimpleItem


class Folder(SimpleItem):
    security = ClassSecurityInfo()

    @security.public
    def decode(self, encoded):
        """Published."""
        return marshal.loads(b64decode(encoded))  # want: unsafe-deserialization

    @security.protected("View")
    def decode_too(self, encoded):
        """Published to some."""
        return pickle.loads(b64decode(encoded))  # want: unsafe-deserialization

    @security.private
    def decode_own(self, encoded):
        return pickle.loads(b64decode(encoded))  # fine: unsafe-deserialization

    @security.public
    def decode_data(self, encoded):
        """Published."""
        return json.loads(b64decode(encoded))  # fine: unsafe-deserialization
