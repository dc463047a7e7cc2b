@owner:accessibility
@severity:critical
Feature: Meeting no barriers
  As someone who sees, hears or moves differently from most
  I want every page to be made for me, too
  So that I can do my work myself

  @promise:no-barriers-on-the-way-in
  @browser
  Rule: On the way in, nothing that the WCAG 2.2 forbid (levels A and AA) shuts anybody out

    Scenario Outline: Outside, <place>
      Given Ada has come to "<place>"
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

      Examples:
        | place                            |
        | signing up                       |
        | signing up, refused              |
        | signing up, done                 |
        | confirming                       |
        | confirming, refused              |
        | confirming, done                 |
        | logging in                       |
        | logging in, refused              |
        | logging in, asked for a code     |
        | asking for a new password        |
        | asking for a new password, done  |
        | choosing a new password          |
        | choosing a new password, refused |
        | asking for the mail again        |
        | unlocking                        |

    @needs:own_settings
    Scenario: Outside, with providers to choose from
      Given people may come in through providers
      And Ada has come to "logging in"
      And Ada sees that Google would vouch for her
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

  @promise:no-barriers-inside
  @browser
  Rule: Nor does it inside

    Scenario Outline: Inside, <place>
      Given Ada has come to "<place>"
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

      Examples:
        | place                                       |
        | the chat, before anything was said          |
        | the chat, with a table in the answer        |
        | the chat, refusing a message                |
        | the chat, on a line that is cut             |
        | the account                                 |
        | the account, with another device logged out |
        | the second factor                           |
        | the second factor, refused                  |
        | the second factor, switched on              |

    @needs:own_settings
    Scenario: While an agent is at work
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out
