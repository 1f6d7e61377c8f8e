from fastapi import Depends, FastAPI
from guards import signed_in
import of_guarded_app

app = FastAPI(dependencies=[Depends(signed_in)])
app.include_router(of_guarded_app.router)
