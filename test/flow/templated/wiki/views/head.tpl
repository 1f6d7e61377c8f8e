<title>{{!title}}</title>
