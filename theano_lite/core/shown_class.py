"""Classes that are shown under Theano's name: `print(type(x))` is what old programs and notebooks printed."""


class ShownAs(type):
    """The metaclass of such classes. A class says `shown_as`, its name in Theano; its subclasses show their own.

    `__module__` stays ours, for by it a pickle finds the class where nothing is called `theano`.
    """

    def __repr__(cls):
        name = cls.__dict__.get("shown_as")
        return super().__repr__() if name is None else f"<class '{name}'>"
