# Rows of an object mapper whose models lie elsewhere, on their way into a sheet.
import openpyxl
import xlsxwriter
from django.http import FileResponse
from .models import Survey


def sheet(request):
    book = openpyxl.Workbook()
    for row in Survey.objects.values_list("age", "remark"):
        book.active.append(row)  # want: csv-injection
    book.save("x.xlsx")
    return FileResponse(open("x.xlsx", "rb"))


def sheet_of_texts(request):
    book = xlsxwriter.Workbook("y.xlsx")
    page = book.add_worksheet()
    for n, (age, remark) in enumerate(Survey.objects.values_list("age", "remark")):
        page.write_string(n, 0, remark)  # fine: csv-injection
    book.close()
    return FileResponse(open("y.xlsx", "rb"))
