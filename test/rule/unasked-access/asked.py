PERMISSIONS = {"admin": {"delete", "edit"}, "reader": set()}
notes = {}
def delete_note(role, note):  # fine: unasked-access
    if "delete" not in PERMISSIONS.get(role, ()):
        raise PermissionError("not allowed")
    del notes[note]
def edit_note(role, note, text):  # fine: unasked-access
    if "edit" not in PERMISSIONS[role]:
        raise PermissionError("not allowed")
    notes[note] = text
def count_notes():  # fine: unasked-access
    return len(notes)
