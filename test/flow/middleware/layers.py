class Tagged:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tag = request.headers["x-tag"]
        request.pages = len(request.headers)
        return self.get_response(request)
