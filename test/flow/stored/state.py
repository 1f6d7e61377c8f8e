profile = "web"
quality = "80"
