from fastapi import APIRouter, Depends
from guards import signed_in

secured = APIRouter(dependencies=[Depends(signed_in)])


class SecureRouter(APIRouter):
    def __init__(self, **more):
        super().__init__(dependencies=[Depends(signed_in)], **more)
