from sqlalchemy import create_engine

create_engine("mysql://root:@db.example.org/shop")  # want: empty-password
create_engine("mysql://root:@localhost/shop")  # want: empty-password
create_engine("mysql://root@db.example.org/shop")  # fine: empty-password
create_engine("sqlite:///shop.db")  # fine: empty-password
