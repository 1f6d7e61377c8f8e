# A saved model may hold Python that is run as it is read, unless safe mode keeps that back.
import keras
import tensorflow as tf

a = keras.models.load_model("a.keras", safe_mode=False)  # want: remote-code-model
b = tf.keras.models.load_model("b.keras", safe_mode=False)  # want: remote-code-model
keras.config.enable_unsafe_deserialization()  # want: remote-code-model
c = keras.models.load_model("c.keras")  # fine: remote-code-model
d = keras.saving.load_model("d.keras", safe_mode=True)  # fine: remote-code-model
