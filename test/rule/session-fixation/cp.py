import cherrypy


class Site:
    @cherrypy.expose
    def login(self, user, password):
        if not self.check(user, password):
            raise cherrypy.HTTPError(401)
        cherrypy.session["user"] = user  # want: session-fixation
        return "ok"

    @cherrypy.expose
    def enter(self, user, password):
        if not self.check(user, password):
            raise cherrypy.HTTPError(401)
        cherrypy.session.regenerate()
        cherrypy.session["user"] = user  # fine: session-fixation
        return "ok"

    @cherrypy.expose
    def choose(self, user, theme):
        if not self.check(user, theme):
            raise cherrypy.HTTPError(400)
        cherrypy.session["user_theme"] = theme  # fine: session-fixation
        return "ok"
