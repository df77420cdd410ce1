"""theano.compat.six.moves: what has another place in Python 3."""

import builtins
import configparser
import copyreg
import html.entities as html_entities
import html.parser as html_parser
import http.client as http_client
import http.cookiejar as http_cookiejar
import http.cookies as http_cookies
import pickle as cPickle
import queue
import reprlib
import socketserver
from builtins import chr as unichr
from builtins import filter, input, map, range, zip
from collections import UserDict, UserList, UserString
from functools import reduce
from importlib import reload as reload_module
from io import StringIO
from io import StringIO as cStringIO
from itertools import filterfalse, zip_longest
from os import getcwd, getcwdb
from shlex import quote as shlex_quote
from subprocess import getoutput
from sys import intern

from theano_lite.compat.six.moves import urllib

xrange = range

__all__ = ["StringIO", "UserDict", "UserList", "UserString", "builtins", "cPickle", "cStringIO", "configparser", "copyreg",
           "filter", "filterfalse", "getcwd", "getcwdb", "getoutput", "html_entities", "html_parser", "http_client",
           "http_cookiejar", "http_cookies", "input", "intern", "map", "queue", "range", "reduce", "reload_module",
           "reprlib", "shlex_quote", "socketserver", "unichr", "urllib", "xrange", "zip", "zip_longest"]
