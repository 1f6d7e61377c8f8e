VERIFY = False
CHECK = True
