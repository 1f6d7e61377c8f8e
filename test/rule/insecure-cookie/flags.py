def answer(response, sid, path, flags):
    response.headers["Set-Cookie"] = "session=" + sid + "; Path=/" + flags  # fine: insecure-cookie
    response.headers["Set-Cookie"] = f"session={sid}; Path=/{flags}"  # fine: insecure-cookie
    response.headers["Set-Cookie"] = "session=%s; Path=/; %s" % (sid, flags)  # fine: insecure-cookie
    response.headers["Set-Cookie"] = "session={}; {}".format(sid, flags)  # fine: insecure-cookie
    response.headers["Set-Cookie"] = "session=" + sid + "; Path=" + path  # want: insecure-cookie
    response.headers["Set-Cookie"] = f"session={sid}; Path={path}"  # want: insecure-cookie
    response.headers["Set-Cookie"] = "session=%s; Path=%s" % (sid, path)  # want: insecure-cookie
    flags = "; Secure; HttpOnly"
    response.headers["Set-Cookie"] = "session=" + sid + "; Path=/" + flags  # fine: insecure-cookie
