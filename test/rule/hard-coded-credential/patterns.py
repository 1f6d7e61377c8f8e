import re
token = r"([\w!#$%&'*+.^`|~-]+)"  # fine: hard-coded-credential
PARAM = re.compile(rf";\s*{token}=")
password_rule = "(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,40}"  # fine: hard-coded-credential
api_token = "b7f03c1d9e8a4426fd10"  # want: hard-coded-credential
