ROLE_PERMISSIONS = {"editor": ["publish"], "author": []}
articles = {}
def publish_article(user_role, key):  # want: unasked-access
    articles[key]["published"] = True
