import re
token = r"([\w!#$%&'*+.^`|~-]+)"  # fine: hard-coded-credential
PARAM = re.compile(rf";\s*{token}=")
password_rule = "(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,40}"  # fine: hard-coded-credential
api_token = "b7f03c1d9e8a4426fd10"  # want: hard-coded-credential


class Site:
    # the signs of a code in an order of its own: none twice
    site_secret = "xHb0ZvME5q8CBcoQi6AngerDu3FGO9fkUlwPmLVY_RTzj2hJIS4NasXWKy1td7p"  # fine: hard-coded-credential
    api_secret = "xHb0ZvME5q8CBcoQi6AngerDu3FGO9fkUlwPmLVY_RTzjxHb0ZvME5q8CBcoQi6"  # want: hard-coded-credential
