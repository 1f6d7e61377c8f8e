# The key is the third thing that Authlib takes, and joserfc makes an object of it first.
import os

from authlib.jose import jwt
from joserfc.jwk import OctKey

a = jwt.encode({"alg": "HS256"}, {"sub": "a"}, "9a7f2c31e8b54d60aa")  # want: hard-coded-key
b = jwt.encode({"alg": "HS256"}, {"sub": "a"}, os.environ["JWT_KEY"])  # fine: hard-coded-key
c = OctKey.import_key("9a7f2c31e8b54d60aa12f0")  # want: hard-coded-key
d = OctKey.import_key(os.environ["JWT_KEY"])  # fine: hard-coded-key
