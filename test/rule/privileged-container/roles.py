import codecs


def add(store, name, container_name):
    with codecs.open(name, encoding="utf-8") as specs:
        store.create_role(specs.read(), privileged=True)                                     # fine: privileged-container
    return store.create_role(container_name, privileged=True)                                # fine: privileged-container
