from testcontainers.core.container import DockerContainer


def start(image):
    return DockerContainer(image).with_kwargs(privileged=True)                               # want: privileged-container
