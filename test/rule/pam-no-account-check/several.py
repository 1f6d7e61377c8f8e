from ctypes import CDLL, byref
from ctypes.util import find_library

pam = CDLL(find_library("pam"))
pam_authenticate = pam.pam_authenticate
pam_acct_mgmt = pam.pam_acct_mgmt


def half(handle):
    return pam_authenticate(handle, 0) == 0  # want: pam-no-account-check


def whole(handle):
    done = pam_authenticate(handle, 0)  # fine: pam-no-account-check
    return done == 0 and pam_acct_mgmt(handle, 0) == 0
