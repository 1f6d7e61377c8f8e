import tarfile


def filtered(name):
    tar = tarfile.open(name)
    tar.extraction_filter = tarfile.data_filter
    tar.extractall("/srv/a")  # fine: archive-traversal


def unfiltered(name):
    tar = tarfile.open(name)
    tar.extractall("/srv/b")  # want: archive-traversal
