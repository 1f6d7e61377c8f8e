from fastapi import APIRouter, Depends
from guards import require_admin
router = APIRouter()


@router.post("/{item}")
def add(item: int):
    return {"added": item}


@router.delete("/{item}")
def remove(item: int, who=Depends(require_admin)):
    return {"gone": item}
