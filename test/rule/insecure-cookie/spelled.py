# falcon writes http_only.
import falcon


class Visit:
    def on_post(self, request, response):
        response.set_cookie("session_id", request.context.sid, secure=True, http_only=True)  # fine: insecure-cookie

    def on_put(self, request, response):
        response.set_cookie("session_id", request.context.sid, secure=True, http_only=False)  # want: insecure-cookie
