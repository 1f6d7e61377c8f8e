# The key of a record that was found by it is a key that there is; before that, and beside it, it is any text.
import logging

from fastapi import APIRouter, Depends, HTTPException

from .db import Order, get_db

logger = logging.getLogger(__name__)
router = APIRouter()


@router.post("/orders/{order_id}/send")
async def send(order_id: str, note: str, db=Depends(get_db)):
    logger.info("asked for %s", order_id)  # want: log-injection
    order = await db.get(Order, order_id)
    if order is None or order.gone:
        logger.info("no order %s", order_id)  # want: log-injection
        raise HTTPException(404)
    logger.info("sent %s", order_id)  # fine: log-injection
    logger.info("sent %s: %s", order_id, note)  # want: log-injection
    try:
        await order.send(order_id)
    except Exception as e:
        logger.warning("not sent %s: %s %s", order_id, type(e), e)  # fine: log-injection


@router.post("/orders/{order_id}/look")
async def look(order_id: str, db=Depends(get_db)):
    order = await db.get(Order, order_id)
    logger.info("found %s %s", order_id, bool(order))  # want: log-injection
