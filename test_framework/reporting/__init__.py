"""From a pytest-bdd run to an Allure report that people read."""
