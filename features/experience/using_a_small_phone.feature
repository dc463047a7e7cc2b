@owner:experience
@severity:normal
@browser
Feature: Using a small phone
  As someone who asks the agents between two meetings, with one hand
  I want to hit on a small phone what I mean to hit
  So that I need no computer for what cannot wait

  @promise:hit-by-thumb
  Rule: On a screen of 360 pixels a thumb hits whatever can be used, and nothing lies beside it

    Scenario Outline: <place>
      Given Ada has come to "<place>"
      When Ada takes a small phone instead
      Then the thumb of Ada hits whatever can be used
      And Ada can read all of it without moving it sideways

      Examples:
        | place                               |
        | logging in, asked for a code        |
        | the account                         |
        | the chat, before anything was said  |
        | the chat, with files and an opinion |

    @needs:own_settings
    Scenario: Looking after people
      Given plans have their limits
      And Ada has the role of admin, and a second factor
      And Ada has come to "looking after people, with something changed"
      When Ada takes a small phone instead
      Then the thumb of Ada hits whatever can be used
      And Ada can read all of it without moving it sideways
