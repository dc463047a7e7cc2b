@owner:security
@severity:critical
Feature: Refusing false identities
  As the owner of an account
  I want nobody to come in as me through a provider
  So that my conversations stay mine whatever others forge

  Background:
    Given people may come in through providers

  @promise:false-identity-refused
  @wire
  Rule: A provider is believed only when its word is true in every part

    Scenario Outline: Google answers with <falsehood>
      Given Mallory is known at Google
      And Google will answer with <falsehood>
      When Mallory comes in through Google
      Then Mallory is told "The answer of the provider could not be trusted."
      And Mallory stays outside

      Examples:
        | falsehood                                  |
        | a signature of somebody else               |
        | no signature                               |
        | no signature, in other letters             |
        | a key of its own in its hand               |
        | a key that nobody knows                    |
        | a signature made with what everybody knows |
        | the answer to another log-in               |
        | the name of another provider               |
        | a word meant for another platform          |
        | a word made out to another platform        |
        | a word that has run out                    |
        | a word of tomorrow                         |
        | a word that goes with another key          |
        | a way back of another provider             |

  @promise:consent-needed
  @browser
  Rule: Whoever does not allow it is not known

    Scenario: Ada changes her mind
      Given Ada is known at Google
      When Ada does not let Google tell who she is
      Then Ada is told "You did not allow us to know who you are."
      And Ada stays outside

  @promise:way-back-is-ones-own
  @browser
  Rule: A way back from a provider works once, in the browser that set out

    Scenario: Mallory lures Ada into her own account
      Given Mallory has stopped on the way back from Google
      When Ada goes the way back of Mallory
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada stays outside

    Scenario: The same way back a second time
      Given Ada has stopped on the way back from Google
      And Ada has gone that way back and logged out
      When Ada goes the way back of Ada
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada stays outside

  @promise:caught-code-worthless
  @browser
  Rule: A code that was caught on its way opens nothing to who caught it

    Scenario Outline: Mallory has caught a code of <provider>
      Given somebody caught the code with which Ada came from <provider>
      And Mallory is known at <provider>
      When Mallory brings that code back from <provider> as if it were hers
      Then Mallory is told "The answer of the provider could not be trusted."
      And Mallory stays outside

      Examples:
        | provider |
        | Google   |
        | GitHub   |

  @promise:provider-must-vouch
  @wire
  Rule: An address for which the provider does not vouch counts for nothing

    Scenario Outline: <provider> does not vouch for an address
      Given Mallory is known to <provider>, which does not vouch for her address
      When Mallory comes in through <provider>
      Then Mallory is told "The provider does not vouch for your e-mail address."
      And Mallory stays outside

      Examples:
        | provider  |
        | Google    |
        | Microsoft |
        | GitHub    |
