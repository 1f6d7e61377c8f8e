# A resource of Falcon that gets its route somewhere else.
import html

import falcon


class Page:
    def on_get(self, req, resp, name):
        resp.content_type = "text/html"
        resp.text = "<p>" + req.get_param("p") + "</p>"        # want: xss
        resp.text = "<p>" + name + "</p>"                      # want: xss
        resp.text = "<p>" + html.escape(req.get_param("p")) + "</p>"

    async def on_post(self, req, resp):
        try:
            resp.text = open("/srv/known").read()
        except Exception as error:
            resp.media = {"error": str(error)}                 # want: error-exposure

    def on_put(self, req, resp):
        try:
            resp.text = open("/srv/known").read()
        except OSError as error:
            raise falcon.HTTPNotFound() from error

    def on_event(self, name, text):
        return "<p>" + name + text


def on_delete(name, text):
    return "<p>" + name + text
