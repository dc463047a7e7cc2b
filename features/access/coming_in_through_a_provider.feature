@owner:accounts
@severity:critical
Feature: Coming in through a provider
  As someone with an account at a provider
  I want to come in without one more password
  So that I ask my first question half a minute later

  Background:
    Given people may come in through providers

  @promise:provider-log-in
  @browser
  Rule: Whoever a provider vouches for is in the chat at once

    Scenario Outline: <who> comes in through <provider> and asks
      Given <who> is known at <provider>
      When <who> comes in through <provider>
      And <who> starts a new conversation
      And <who> asks "What are the three most expensive models in September 2026?"
      Then <who> is answered by the cost analyst
      And <who> is inside
      And the stages of the journey kept their limits:
        | stage        | limit in seconds |
        | coming in    | 3                |
        | connecting   | 2                |
        | first event  | 8                |
        | whole answer | 20               |

      Examples:
        | who       | provider       |
        | Zoë       | Google         |
        | Katherine | Microsoft      |
        | Yuki      | GitHub         |
        | Ada       | GitLab         |
        | Grace     | single sign-on |
        | Margaret  | company log-in |

  @promise:provider-changes-keys
  @browser
  Rule: A provider may change its keys at any time

    Scenario: Google changes its keys between two people
      Given Ada has come in through Google
      And Google has changed its keys
      And Zoë is known at Google
      When Zoë comes in through Google
      Then Zoë is inside

  @promise:way-ends-in-the-chat
  @browser
  Rule: The way through a provider ends in the chat and nowhere else

    Scenario Outline: A link that promises to end at <place>
      Given Ada is known at Google
      When Ada follows a link through Google that promises to end at "<place>"
      Then Ada is inside

      Examples:
        | place                |
        | https://evil.example |
        | //evil.example       |

  @promise:provider-trouble-told
  @browser
  Rule: A provider that does not work is told in plain words

    Scenario: Google is out of order
      Given Ada is known at Google
      And Google is out of order
      When Ada comes in through Google
      Then Ada is told "The provider does not answer just now."
      And Ada stays outside
