async def allowed(user, item):
    return await item.owner_of() == user.id


class Service:
    async def active(self, user):
        return user.is_active

    async def show(self, user, item):
        if self.active(user) and item.shown:  # want: ignored-result
            return item
        return None


async def remove(user, item):
    if not allowed(user, item):  # want: ignored-result
        raise PermissionError
    await item.delete()


async def remove_well(user, item):
    if not await allowed(user, item):  # fine: ignored-result
        raise PermissionError
    await item.delete()
