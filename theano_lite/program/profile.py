"""What a function measures of itself: calls, seconds, compilations."""

import time


class ProfileStats:
    """Counts of one function: fct_callcount, fct_call_time (s), compile_time (s), compile_count."""

    def __init__(self, function=None, message=None):
        self.function, self.message = function, message
        self.fct_callcount, self.fct_call_time, self.compile_time = 0, 0.0, 0.0

    @classmethod
    def of(cls, profile, function, started):
        """The statistics for `profile` as given to `function()`: None or False, True, a message or a ProfileStats."""
        if profile is None or profile is False:
            return None
        stats = profile if isinstance(profile, cls) else cls(function, profile if isinstance(profile, str) else None)
        stats.function = function
        if started is not None:
            stats.compile_time += time.perf_counter() - started
        return stats

    def called(self, seconds):
        self.fct_callcount += 1
        self.fct_call_time += seconds

    @property
    def compile_count(self):
        return self.function.compile_count

    def summary(self, file=None):
        """Print the counts."""
        print(f"Function profiling: {self.message or self.function.name}\n"
              f"  Time in {self.fct_callcount} calls to Function.__call__: {self.fct_call_time:e}s\n"
              f"  Time to build the function: {self.compile_time:e}s; programs compiled: {self.compile_count}", file=file)
