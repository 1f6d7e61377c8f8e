import os
from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm, HTTPBasic, HTTPBearer, HTTPBasicCredentials
import deps
from deps import (PagingDep, FilterDep, LaterDep, PlainDep, CheckedDep, TokenDep, RoleDep, Inside, Checked, Paging, LimitDep,
                  api_key)

router = APIRouter()
basic = HTTPBasic()


@router.get("/1")
def r1(p: PagingDep):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@router.get("/2")
def r2(p: FilterDep):
    os.system(p.value)  # want: command-injection


@router.get("/3")
async def r3(p: LaterDep):
    os.system(p.value)  # want: command-injection


@router.get("/4")
def r4(p: PlainDep):
    os.system(p)  # want: command-injection


@router.get("/5")
def r5(p: CheckedDep):
    os.system(p.order)


@router.get("/6")
def r6(p: TokenDep):
    os.system(p)  # want: command-injection


@router.get("/7")
def r7(p: RoleDep):
    os.system(p)  # want: command-injection


@router.get("/8")
def r8(p: Inside = Depends()):
    return p.run()


@router.get("/9")
def r9(p: deps.PagingDep, c: Checked = Depends()):
    os.system(p.order)  # want: command-injection
    os.system(c.order)


@router.get("/10")
def r10(form: OAuth2PasswordRequestForm = Depends(), cred: HTTPBasicCredentials = Depends(basic), key: str = Depends(api_key)):
    os.system(form.username)  # want: command-injection
    os.system(cred.username)  # want: command-injection
    os.system(key)  # want: command-injection


@router.get("/11")
def r11(n: LimitDep):
    os.system(str(n))
