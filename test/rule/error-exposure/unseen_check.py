from fastapi import HTTPException

from .kinds import is_invalid_key


async def enters(request, find):
    try:
        return await find(request)
    except Exception as e:
        if is_invalid_key(e):
            raise
        raise HTTPException(status_code=403, detail=str(e))  # want: error-exposure medium
