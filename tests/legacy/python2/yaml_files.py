"""PyYAML as it was until version 5."""
import yaml

yaml.add_constructor(u"!double", lambda loader, node: 2 * int(loader.construct_scalar(node)))
yaml.add_multi_constructor("!obj:", lambda loader, suffix, node: (str(suffix), loader.construct_mapping(node)))
print yaml.load("[1, {a: 2.5}, !double 4, !!python/tuple [1, 2], !obj:some.thing {b: 3}]")
print yaml.load("!!python/name:abs ")(-3), list(yaml.load_all("a\n---\n3")), yaml.load("!!python/object/apply:divmod [7, 2]")
print yaml.load("[1, yes]", Loader=yaml.SafeLoader), map(str, yaml.load("[1]", yaml.BaseLoader)), yaml.safe_load("{a: 1}")
try:
    yaml.safe_load("!!python/tuple [1, 2]")
except yaml.YAMLError as error:
    print error.__class__.__name__
config = {"name": "net", "layers": [{"units": 3, "shape": [2, 4]}, []], "rate": 0.5, "nested": {"a": {"b": [1]}}}
for text in (yaml.dump(config), yaml.safe_dump(config), yaml.dump_all([config, [1, 2]]), yaml.safe_dump_all([config]),
             yaml.dump(config, default_flow_style=False), yaml.dump([1, [2]], default_flow_style=True)):
    print text
