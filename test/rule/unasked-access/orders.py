PERMISSIONS = {"manager": {"delete"}, "clerk": set()}
orders = {}
def delete_order(user_role, number):  # want: unasked-access
    orders.pop(number)
