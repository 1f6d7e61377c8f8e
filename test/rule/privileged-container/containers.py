import docker
from aws_cdk import aws_codebuild as codebuild, aws_ecs as ecs
from kubernetes import client as k8s

ROOT = True
SOCKET = {"/var/run/docker.sock": {"bind": "/var/run/docker.sock", "mode": "rw"}}

docker.from_env().containers.run("agent:1", privileged=True)                                 # want: privileged-container
docker.from_env().containers.run("agent:1", privileged=False)                                # fine: privileged-container
docker.from_env().containers.run("agent:1", volumes=SOCKET)                                  # want: privileged-container
docker.from_env().containers.run("agent:1", volumes={"/srv": {"bind": "/data", "mode": "ro"}})   # fine: privileged-container
docker.from_env().containers.run("agent:1", cap_add=["NET_ADMIN", "SYS_ADMIN"])              # want: privileged-container
docker.from_env().containers.run("agent:1", cap_add=["NET_BIND_SERVICE"], cap_drop=["ALL"])  # fine: privileged-container
k8s.V1SecurityContext(privileged=ROOT)                                                       # want: privileged-container
k8s.V1SecurityContext(allow_privilege_escalation=False)                                      # fine: privileged-container
codebuild.BuildEnvironment(privileged=True)                                                  # fine: privileged-container


def spawn(api: docker.APIClient, task: ecs.TaskDefinition, image, privileged):
    api.create_host_config(binds=["/var/run/docker.sock:/var/run/docker.sock"], network_mode="host")   # want: privileged-container
    task.add_container("a", image=image, privileged=True)                                    # want: privileged-container
    task.add_container("a", image=image, privileged=privileged)                              # fine: privileged-container
