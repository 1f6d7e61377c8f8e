PERMISSIONS = {"admin": {"delete", "edit"}, "reader": set()}
notes = {}
def delete_note(role, note):  # want: unasked-access
    del notes[note]
