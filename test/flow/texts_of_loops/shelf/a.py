from shelf import pages
