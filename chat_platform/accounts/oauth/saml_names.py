"""What a company's log-in is called here and by SAML 2.0; free of the library, which is large."""

NAME = "saml"
METADATA_PATH = f"/auth/oauth/{NAME}/metadata"
CONSUMER_PATH = f"/auth/oauth/{NAME}/acs"
ANSWER = "SAMLResponse"
