t = {}
plain = {}
